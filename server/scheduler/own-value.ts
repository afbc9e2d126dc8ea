// Labels are named by strangers: `constructor` and `__proto__` must read as any other key that is not there.
export const ownValue = <T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
