'use client'
// What only German documents load: with it all their words are there.
import type { ReactNode } from 'react'
import * as german from '@/lib/texts/german'
import { takeGerman } from '@/lib/texts/loaded-german'

takeGerman(german)

export const GermanWords = ({ children }: { children: ReactNode }) => children
