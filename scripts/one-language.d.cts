export function englishAlone(file: string, source: string): string
export function germanAlone(file: string, source: string): string
export function germanKeys(file: string, source: string): { name: string; key: string }[]
