// The name of an image where room is short: registry and folders give way first, since the end tells images apart.
type Props = { image: string; mono?: boolean }

export function ImageName({ image, mono = true }: Props) {
  const at = image.lastIndexOf('/') + 1
  return (
    <span className={mono ? 'cn mono' : 'cn'} title={image}>
      {at > 0 && <span className="cn-s">{image.slice(0, at)}</span>}
      <span className="cn-b">{image.slice(at)}</span>
    </span>
  )
}
