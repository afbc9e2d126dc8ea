'use client'
// The dialogs of a move as one part of the page, because each leads to the next.
export { MovePicker } from './move-picker'
export { MoveDialog, UndoMoveDialog } from './plan-dialog'
export { MoveProgressDialog } from './progress-dialog'
