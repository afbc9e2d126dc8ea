// The button. Off is `aria-disabled` with a reason, so that it stays focusable and can say why.
import clsx from 'clsx'
import type { LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps, ReactNode } from 'react'
import { Ring } from './progress'

export type ButtonRole = 'primary' | 'default' | 'ghost' | 'danger' | 'dangerFill'
const roleClass: Record<ButtonRole, string> = {
  primary: 'primary',
  default: '',
  ghost: 'ghost',
  danger: 'danger',
  dangerFill: 'danger-fill',
}

type Look = {
  look?: ButtonRole
  size?: 'normal' | 'small'
  icon?: LucideIcon
  wide?: boolean
  children?: ReactNode
}

type ButtonProps = Omit<ComponentProps<'button'>, 'children' | 'disabled'> &
  Look & {
    busy?: boolean
    /** Why it cannot be used now; shown on hover and read out. */
    disabledReason?: string | undefined
  }

const lookClass = ({ look = 'default', size, wide, children }: Look, className?: string) =>
  clsx('btn', roleClass[look], size === 'small' && 'small', wide && 'wide', children === undefined && 'sq', className)

export function Button({
  look,
  size,
  icon: Icon,
  wide,
  busy,
  disabledReason,
  children,
  className,
  onClick,
  ...rest
}: ButtonProps) {
  const off = busy || disabledReason !== undefined
  return (
    <button
      type="button"
      {...rest}
      className={lookClass({ look, size, wide, children } as Look, className)}
      title={disabledReason ?? rest.title}
      {...(off && !busy ? { 'aria-disabled': true } : {})}
      {...(busy ? { 'aria-busy': true } : {})}
      {...(disabledReason ? { 'aria-description': disabledReason } : {})}
      onClick={(event) => {
        if (off) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {busy ? <Ring turns /> : Icon && <Icon className="i" strokeWidth={1.75} aria-hidden />}
      {children !== undefined && <span>{children}</span>}
    </button>
  )
}

export function ButtonLink({
  look,
  size,
  icon: Icon,
  wide,
  children,
  className,
  ...rest
}: Omit<ComponentProps<typeof Link>, 'children'> & Look) {
  return (
    <Link {...rest} className={lookClass({ look, size, wide, children } as Look, className)}>
      {Icon && <Icon className="i" strokeWidth={1.75} aria-hidden />}
      {children !== undefined && <span>{children}</span>}
    </Link>
  )
}

export function IconButton({
  icon: Icon,
  label,
  className,
  ...rest
}: ComponentProps<'button'> & { icon: LucideIcon; label: string }) {
  return (
    <button type="button" aria-label={label} title={label} {...rest} className={clsx('icon-btn', className)}>
      <Icon className="i i-s" strokeWidth={1.75} aria-hidden />
    </button>
  )
}
