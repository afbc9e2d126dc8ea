// The name of a stack becomes part of container, network and volume names, so its letters are few.
export const isStackName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]*$/.test(name)

/** The nearest valid name: lower case, without what is not allowed. */
export const toStackName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
