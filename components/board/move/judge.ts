// The scheduler on the board's side, loaded beside the page: with its regular expressions it weighs as much as the page does.
export { createMirror } from '../drag/mirror'
export { moveVerdicts } from './move-verdicts'
