'use client'
// Files dropped anywhere go to the deploy page, unless the page in sight has claimed them.
import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { toast } from '@/components/ui/toast'
import { handOverDrop, handOverRaw, hasDropClaim, readDrop } from '@/lib/client/dropped-files'
import { textsNow, useTexts } from '@/lib/client/language'
import { frameTexts } from '@/lib/texts/frame'

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false

export function DropTarget() {
  const t = useTexts(frameTexts)
  const router = useRouter()
  const [over, setOver] = useState(false)
  useEffect(() => {
    let depth = 0
    const onEnter = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth += 1
      setOver(true)
    }
    const onLeave = (event: DragEvent) => {
      if (!carriesFiles(event)) return
      depth -= 1
      if (depth <= 0) setOver(false)
    }
    const onOver = (event: DragEvent) => {
      // Without this the browser opens the file and leaves the page.
      if (carriesFiles(event)) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      if (!carriesFiles(event) || !event.dataTransfer) return
      event.preventDefault()
      depth = 0
      setOver(false)
      if (handOverRaw(event.dataTransfer)) return
      readDrop(event.dataTransfer).then(
        (dropped) => {
          if (dropped.files.length === 0) {
            const why = dropped.skipped[0]
            toast({ kind: 'warn', text: why ? `${why.path}: ${why.why}` : textsNow(frameTexts).drop.nothing })
          } else if (!handOverDrop(dropped)) router.push('/deploy')
        },
        () => toast({ kind: 'fail', text: textsNow(frameTexts).drop.failed }),
      )
    }
    window.addEventListener('dragenter', onEnter)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('dragover', onOver)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragenter', onEnter)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('drop', onDrop)
    }
  }, [router])
  return over ? <div className="drop-veil">{hasDropClaim() ? t.drop.here : t.drop.deploy}</div> : null
}
