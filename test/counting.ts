import { openDb } from '../prisma/client.ts'

/** `node test/counting.ts <database> <times>`: counts up in transactions of its own and prints the numbers that it got. */
const [, , url = '', times = '0'] = process.argv
const { prisma, close } = await openDb(url)
const numbers: number[] = []
for (let i = 0; i < Number(times); i++) {
  const { value } = await prisma.$transaction((tx) =>
    tx.counter.upsert({ where: { name: 'A' }, create: { name: 'A', value: 1 }, update: { value: { increment: 1 } } }),
  )
  numbers.push(value)
}
await close()
console.log(JSON.stringify(numbers))
