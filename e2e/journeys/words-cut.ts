// Words of the console that a page has no room for, in the size that it has now: the console is to be read whole on a phone too.
import type { Page } from '@playwright/test'

/** Words of the console, not data: these must be read whole. Data may give way where its whole stands beside or on hover. */
const ownWords = [
  'button',
  'a.btn',
  'label',
  'dt',
  'th',
  'nav a',
  '.tabs a',
  '.sec-h h2',
  '.sec-h h3',
  '.hint',
  '.lbl',
  '.status > span',
  '.tabbar span',
  '.empty h2',
  '.empty p',
  'legend',
]

/** Read in the page. What is cut by its own box, or stands outside the window. */
const cutWords = (page: Page) =>
  page.evaluate((selectors) => {
    const inScroller = (element: Element) =>
      element.closest('.mx-scroll, pre, .cm-editor, .ft-tabs, .tabs, [tabindex="0"]')
    return [...document.querySelectorAll<HTMLElement>(selectors)].flatMap((element) => {
      const box = element.getBoundingClientRect()
      const words = element.textContent?.trim() ?? ''
      const isShown = box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true })
      if (words === '' || !isShown || element.closest('.sr, [popover]') || inScroller(element)) return []
      const isCut = element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== 'visible'
      const isOutside = box.right > window.innerWidth + 1 || box.left < -1
      return isCut || isOutside ? [`${element.tagName.toLowerCase()} "${words.slice(0, 60)}"`] : []
    })
  }, ownWords.join(','))

/** One line each, with the place first. */
export async function wordsThatDoNotFit(page: Page, where: string): Promise<string[]> {
  const { width, room } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    room: window.innerWidth,
  }))
  const cut = (await cutWords(page)).map((words) => `${where}: ${words}`)
  return width > room ? [`${where}: ${width} px wide`, ...cut] : cut
}
