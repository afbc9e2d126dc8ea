// Permissions as `ls -l` writes them: `rwxr-xr-x`, with s and t where special bits are set.

const bits = ['r', 'w', 'x'] as const

export function modeWords(mode: number): string {
  const letters = [6, 3, 0].flatMap((shift): string[] =>
    bits.map((letter, n) => ((mode >> (shift + 2 - n)) & 1 ? letter : '-')),
  )
  const special = (at: number, isSet: boolean, letter: string) => {
    if (isSet) letters[at] = letters[at] === 'x' ? letter : letter.toUpperCase()
  }
  special(2, (mode & 0o4000) !== 0, 's')
  special(5, (mode & 0o2000) !== 0, 's')
  special(8, (mode & 0o1000) !== 0, 't')
  return letters.join('')
}
