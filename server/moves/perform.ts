// Which function does which kind of step.
import type { MoveStepKind } from '@/lib/contract/moves'
import type { StepPerformer } from './act'
import { keepVolume, removeKeptVolume, restoreVolume } from './kept-volume'
import {
  createCopy,
  removeCopy,
  removeOriginal,
  startCopy,
  startOriginal,
  stopOriginal,
  switchNames,
  waitForCopy,
} from './perform-container'
import { bringImage, createNetwork, removeNetwork } from './perform-ground'
import { copyVolume, createVolume, removeCopiedVolume, removeVolume } from './perform-volume'

export const performers: Record<MoveStepKind, StepPerformer> = {
  'bring-image': bringImage,
  'create-network': createNetwork,
  'create-volume': createVolume,
  'keep-volume': keepVolume,
  'stop-original': stopOriginal,
  'copy-volume': copyVolume,
  'create-container': createCopy,
  'start-container': startCopy,
  'wait-container': waitForCopy,
  'switch-names': switchNames,
  'remove-original': removeOriginal,
  'remove-volume': removeVolume,
  'remove-kept-volume': removeKeptVolume,
  'start-original': startOriginal,
  'remove-copy': removeCopy,
  'remove-copied-volume': removeCopiedVolume,
  'restore-volume': restoreVolume,
  'remove-network': removeNetwork,
}
