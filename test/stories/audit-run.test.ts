import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { testBot } from '../bot.ts'
import { groups, people } from '../fixture.ts'

const files = (process.env['AUDIT'] ?? '').split(',').filter(Boolean)
for (const file of files)
  test(file, { timeout: 150000 }, async () => {
    const outFile = file.replace(/\.txt$/, '.out')
    writeFileSync(outFile, '')
    const out = (s: string) => appendFileSync(outFile, `${s}\n`)
    const script = readFileSync(file, 'utf8').split('\n')
    const at = script[0]?.startsWith('at ') ? script.shift()!.slice(3) : '2026-03-09T10:00:00+01:00'
    const bot = await testBot({ at, groups: [...groups] })
    const seen = new Set<string>()
    const dump = (html: boolean) => {
      for (const room of (bot.homeserver as any).rooms?.values?.() ?? []) {
        for (const e of room.timeline) {
          if (e.sender !== bot.installation.me || e.type !== 'm.room.message' || seen.has(e.event_id)) continue
          seen.add(e.event_id)
          const rn = names.get(room.id) ?? room.id
          const men = (e.content['m.mentions'] as any)?.user_ids ?? []
          const men2 = (e.content['m.mentions'] as any)?.room ? ' ROOM!' : ''
          const rel = e.content['m.relates_to'] as any
          out(
            `    <${rn}> [${String(e.content.msgtype).slice(2)}${men.length ? ` ->${men.join(',')}` : ''}${men2}${rel?.rel_type ? ` ${rel.rel_type}` : ''}] ${String(e.content.body).replaceAll('\n', '\n        ')}`,
          )
          if (html) out(`      HTML ${e.content.formatted_body}`)
        }
      }
    }
    const names = new Map<string, string>()
    const rename = async () => {
      for (const g of ['it', 'portale', 'datenschutz'])
        try {
          names.set(await bot.roomOf(g), g)
        } catch {}
      for (const [n, p] of Object.entries(people))
        try {
          names.set(await bot.roomOf(p), `dm-${n}`)
        } catch {}
    }
    await rename()
    dump(false)
    let last = ''
    let html = false
    const room = 'it'
    const who = (n: string) => (people as any)[n] ?? n
    const place = (p: string) => (p.startsWith('dm') ? who(p.slice(3) || '') : p)
    for (const raw of script) {
      const l = raw.trimEnd()
      if (!l || l.startsWith('#')) {
        if (l) out(l)
        continue
      }
      out(`> ${l}`)
      let m: RegExpExecArray | null
      try {
        if ((m = /^html (on|off)$/.exec(l))) html = m[1] === 'on'
        else if ((m = /^time (.*)$/.exec(l))) bot.travelTo(m[1]!)
        else if ((m = /^tick ?(.*)$/.exec(l))) await bot.tick(...(m[1] ? m[1].split(' ') : []))
        else if (l === 'restart') await bot.restart()
        else if ((m = /^react (\w+) (\S+) (\S+) (.*)$/.exec(l))) {
          const p = place(m[2]!.startsWith('dm') ? `dm-${m[1]}` : m[2]!)
          const e = await bot.find(m[4]!, p)
          last = await bot.react(who(m[1]!), e.event_id, m[3]!, p)
        } else if ((m = /^redactlast (\w+) (\S+)$/.exec(l))) await bot.redact(who(m[1]!), last, place(m[2]!))
        else if ((m = /^edit (\w+) (\S+) (.*)$/.exec(l)))
          await bot.says(who(m[1]!), m[3]!.replaceAll('\\n', '\n'), {
            in: place(m[2]!.startsWith('dm') ? `dm-${m[1]}` : m[2]!),
            edits: last,
          })
        else if ((m = /^reply (\w+) (\S+) \{(.*)\} (.*)$/.exec(l))) {
          const p = place(m[2]!.startsWith('dm') ? `dm-${m[1]}` : m[2]!)
          const e = m[3] === 'last' ? last : (await bot.find(m[3]!, p)).event_id
          last = await bot.says(who(m[1]!), m[4]!.replaceAll('\\n', '\n'), { in: p, replyTo: e })
        } else if ((m = /^(\w+)(?:\/(\w+))?: (.*)$/.exec(l))) {
          const p = m[2] === 'dm' ? who(m[1]!) : (m[2] ?? room)
          last = await bot.says(
            who(m[1]!),
            m[3]!.replaceAll('\\n', '\n').replace(/REPEAT(\d+)/, (_, n) => 'x'.repeat(Number(n))),
            { in: p },
          )
        } else out('    ??? step')
      } catch (e) {
        out(`    !!! ${String(e).slice(0, 300)}`)
      }
      await rename()
      dump(html)
    }
    const errs = bot.log.filter((x) => x.level !== 'info' && x.level !== 'debug')
    if (errs.length) out(`LOG ${JSON.stringify(errs, null, 1)}`)
    await bot.close()
  })
