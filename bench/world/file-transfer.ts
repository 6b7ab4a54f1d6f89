/** Sends a file over a private chat, with texts beside it, and watches what it costs all three processes. */
import {randomBytes} from 'node:crypto';
import {open} from 'node:fs/promises';
import path from 'node:path';
import {processorTime, residentMemory} from './cost.ts';
import type {PrivateClient} from './private-clients.ts';
import {scratchFolder} from './scratch.ts';
import type {Server} from './server.ts';

type Parts = {readonly alice: PrivateClient; readonly bob: PrivateClient; readonly server: Server};
type Cost = {
	readonly who: 'sender' | 'receiver' | 'server';
	/** Milliseconds of processor time. */
	readonly time: number;
	/** Megabytes by which its memory grew at most. */
	readonly growth: number;
};
type Sent = {
	/** From the partner's yes until the partner has the file. */
	readonly milliseconds: number;
	/** Milliseconds of the round trips of texts meanwhile. */
	readonly texts: readonly number[];
	readonly costs: readonly Cost[];
};

/** Texts of an order, and milliseconds between two. */
const FEW = 5;
const APART = 40;
/** Milliseconds between two readings of memory. */
const EVERY = 50;

/** Writes a file of random bytes. @returns its path */
export async function writtenFile(mebibytes: number): Promise<string> {
	const name = path.join(await scratchFolder(), 'file.bin');
	const file = await open(name, 'w');
	for (let count = 0; count < mebibytes; count++) await file.write(randomBytes(1024 * 1024));
	await file.close();
	return name;
}

/** Sends a file from `alice` to `bob`, whose private chat is open. @param file its path */
export async function sent({alice, bob, server}: Parts, file: string): Promise<Sent> {
	const costs = [watch('sender', alice.pid), watch('receiver', bob.pid), watch('server', server.pid)];
	const isOver = new AbortController();
	const taken = bob.does({type: 'take'}).finally(() => isOver.abort());
	await alice.does({type: 'offer', user: bob.user, path: file});
	const texts: number[] = [];
	while (!isOver.signal.aborted) texts.push(...(await alice.does({type: 'talk', texts: FEW, apart: APART})));
	const [begun = 0, done = 0] = await taken;
	return {milliseconds: done - begun, texts, costs: costs.map(cost => cost())};
}

/** Watches the cost of a process. @returns a function that ends it, and returns the cost so far */
function watch(who: Cost['who'], pid: number): () => Cost {
	const before = {time: processorTime(pid), memory: residentMemory(pid)};
	let peak = before.memory;
	const timer = setInterval(() => (peak = Math.max(peak, residentMemory(pid))), EVERY);
	return () => {
		clearInterval(timer);
		return {who, time: processorTime(pid) - before.time, growth: peak - before.memory};
	};
}
