'use client'
// Marks the link that was pressed until its page is there: on a slow line nothing else would tell that the press was heard.
import { useLinkStatus } from 'next/link'

export const UnderWay = () => (useLinkStatus().pending ? <span className="under-way" hidden /> : null)
