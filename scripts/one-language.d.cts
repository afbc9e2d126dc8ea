export function oneLanguage(file: string, source: string, isGerman: boolean): string
