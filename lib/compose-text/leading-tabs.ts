// Tabs as indentation, which YAML forbids and editors of other files make: found, and turned into spaces.
const indentation = /^[ \t]*\t[ \t]*(?=\S)/gm
const tabWidth = 2

export const hasLeadingTabs = (text: string): boolean => text.search(indentation) >= 0

/** Each tab goes on to the next even column, so that what was aligned stays so. */
export const withoutLeadingTabs = (text: string): string =>
  text.replace(indentation, (space) => {
    let width = 0
    for (const sign of space) width += sign === '\t' ? tabWidth - (width % tabWidth) : 1
    return ' '.repeat(width)
  })
