// Pictures of pages, to be looked at by people. An ordinary run takes one a page and language; LOTSE_PICTURES=1 takes all.
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from '@playwright/test'
import type { Language } from '@/lib/texts/catalogue'

export const wantsAllPictures = process.env.LOTSE_PICTURES === '1'

export const sizes = { desk: { width: 1280, height: 800 }, phone: { width: 360, height: 780 } }
type Size = keyof typeof sizes

const folder = path.resolve(import.meta.dirname, '../../test-results/pictures')
export const schemes = ['light', 'dark'] as const

/** The longer language where there is less room, and each theme once. */
const ordinary: Record<Language, { size: Size; scheme: (typeof schemes)[number] }> = {
  en: { size: 'desk', scheme: 'light' },
  de: { size: 'phone', scheme: 'dark' },
}

/** The page as it stands, in its present size. */
export async function takePictures(page: Page, name: string, size: Size, language: Language): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const scheme of schemes) {
    const isOrdinary = ordinary[language].size === size && ordinary[language].scheme === scheme
    if (!wantsAllPictures && !isOrdinary) continue
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: path.join(folder, `${name}-${size}-${scheme}-${language}.png`) })
  }
}
