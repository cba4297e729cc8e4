/** What decides which file a machine needs: the words are those of Node. */
export type Machine = { platform: string; arch: string; isMusl: boolean }

/** For what the package's releases hold a file, by platform and architecture; the last part of its name. */
const endings: Record<string, { usual: string; musl?: string }> = {
  'win32-x64': { usual: '-msvc' },
  'win32-ia32': { usual: '-msvc' },
  'win32-arm64': { usual: '-msvc' },
  'darwin-x64': { usual: '' },
  'darwin-arm64': { usual: '' },
  'linux-x64': { usual: '-gnu', musl: '-musl' },
  'linux-arm64': { usual: '-gnu', musl: '-musl' },
  'linux-ia32': { usual: '-gnu' },
  'linux-arm': { usual: '-gnueabihf' },
  'linux-s390x': { usual: '-gnu' },
  'linux-riscv64': { usual: '-gnu' },
}

/** The name of the library's file for a machine, as in the package's releases; undefined where they have none. */
export function libraryName({ platform, arch, isMusl }: Machine): string | undefined {
  const found = endings[`${platform}-${arch}`]
  const ending = isMusl ? found?.musl : found?.usual
  return ending === undefined ? undefined : `matrix-sdk-crypto.${platform}-${arch}${ending}.node`
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const { platform, arch } = process
  return { platform, arch, isMusl: platform === 'linux' && !usesGlibc() }
}

function usesGlibc(): boolean {
  Object.assign(process.report, { excludeNetwork: true }) // else it asks name servers, which can take seconds
  const { header } = process.report.getReport() as { header?: { glibcVersionRuntime?: string } }
  return header?.glibcVersionRuntime !== undefined
}
