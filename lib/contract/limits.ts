// Numbers that pages show and the server keeps to. Apart from the shapes, whose library pages would bring along with them.

/** Saved views of one person. */
export const mostViews = 50
/** Most containers that one request for logs reads. */
export const mostLogSources = 50
/** Most lines that one request looks back. */
export const mostLogLines = 100_000
