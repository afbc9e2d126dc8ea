// What one load may use up in all. A few lines can ask for more than any memory holds (variables made of variables, files
// that include each other twice over, one long text behind a thousand aliases), so what multiplies is paid from here.

export interface Budget {
  ports: number
  /** Texts that variables put in; each use costs a little more than its length. */
  characters: number
  includes: number
  /** Lines of files that `env_file` and `label_file` read, once for each service that names them. */
  fileLines: number
}

export const mostPorts = 70_000
export const mostSubstituted = 20_000_000
export const mostIncludes = 200
export const mostFileLines = 50_000

export const createBudget = (): Budget => ({
  ports: mostPorts,
  characters: mostSubstituted,
  includes: mostIncludes,
  fileLines: mostFileLines,
})
