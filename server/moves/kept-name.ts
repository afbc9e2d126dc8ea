// The name under which the content of a replaced volume waits until the move that replaced it is over.

export const keptName = (name: string, moveId: string): string => `${name}.before-move-${moveId.slice(0, 8)}`
