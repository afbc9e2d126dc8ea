// Values without places, as JSON has them.
export type Scalar = string | number | boolean | null
export type PlainValue = Scalar | PlainValue[] | { [key: string]: PlainValue }
export type StringMap = Record<string, string>
