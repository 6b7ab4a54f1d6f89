/** May pages be read while their messages are on the way from memory to their files? */
import {expect, test} from 'vitest';
import type {Message} from '../../protocol/messages.ts';
import {Logs} from '../../server/store/logs.ts';
import {MemoryDisk} from '../harness/memory-disk.ts';
import {alice, aliceAndBob} from './world.ts';

/** A disk of which one read takes its bytes at once and gives them late. */
class SlowDisk extends MemoryDisk {
	private late: Promise<void> | undefined;

	/** What the next read finds arrives when the returned function is called. */
	holdNextRead(): () => void {
		let letGo: () => void = () => undefined;
		this.late = new Promise(resolve => (letGo = resolve));
		return letGo;
	}

	override async read(path: string): Promise<Uint8Array | undefined> {
		const {late} = this;
		this.late = undefined;
		const bytes = await super.read(path);
		await late;
		return bytes;
	}
}

const message = (sequence: number): Message => ({
	sequence,
	id: `d.s.${sequence}`,
	from: alice,
	at: sequence,
	text: `text ${sequence}`,
});

test('a page that was being read while its file was written again hides no message, then or later', async () => {
	const disk = new SlowDisk();
	const add = (logs: Logs, from: number, to: number) => {
		for (let sequence = from; sequence <= to; sequence++) logs.add(aliceAndBob, message(sequence));
	};
	const writer = new Logs(disk, '/data');
	add(writer, 1, 10);
	await writer.flush(aliceAndBob, 10)();

	const logs = new Logs(disk, '/data'); // as after a start: nothing is in memory
	const letGo = disk.holdNextRead();
	const page = logs.read(aliceAndBob, {before: 11, limit: 5, end: 'newest'});
	add(logs, 11, 20);
	const flushed = logs.flush(aliceAndBob, 20)();
	await new Promise(setImmediate); // the file is written now, unless that waits for the page
	letGo();
	expect((await page).map(({sequence}) => sequence)).toEqual([6, 7, 8, 9, 10]);
	await flushed;

	const whole = async (last: number) =>
		(await logs.read(aliceAndBob, {before: last + 1, limit: 100, end: 'newest'})).map(
			({sequence}) => sequence,
		);
	expect(await whole(20)).toEqual(Array.from({length: 20}, (_, at) => at + 1));
	add(logs, 21, 21);
	await logs.flush(aliceAndBob, 21)();
	expect(await whole(21)).toEqual(Array.from({length: 21}, (_, at) => at + 1));
});
