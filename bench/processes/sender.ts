/** Runs many senders in one process, which has a processor less to compete for with the server than two would have. */
import {setTimeout as pause} from 'node:timers/promises';
import {pairOf} from '../world/people.ts';
import type {Order, Outcome, Start} from '../world/senders.ts';
import {IrcUser} from '../simulated/irc-user.ts';
import type {SimulatedUser} from '../simulated/simulated-user.ts';
import {User} from '../simulated/user.ts';

/** Maximum replies that one order measures. */
const MOST = 4_000_000;
const latencies = new Float64Array(MOST);

/** Milliseconds between two pings of each user: the server closes a connection that is silent for 25 s. */
const HEARTBEAT = 10_000;

const start: Start = JSON.parse(process.argv[2] ?? '') as Start; // the benchmark wrote it
const users: SimulatedUser[] = [];
setInterval(() => {
	for (const user of users) user.ping();
}, HEARTBEAT);
await signIn(start.atOnce ?? 1);
const senders = users.slice(0, start.senders);
process.on('message', (order: Order) => void carryOut(order).then(tell));
tell({latencies: new Float64Array(), heardPerSecond: 0});

/** Signs all users in, so many pairs at the same time. */
async function signIn(atOnce: number): Promise<void> {
	const {from = 0} = start;
	for (let at = 0; at < start.count; at += 2 * atOnce) {
		const pairs = Array.from(
			{length: Math.min(atOnce, (start.count - at) / 2)},
			(_, pair) => from + at + 2 * pair,
		);
		users.push(...(await Promise.all(pairs.map(signedIn))).flat());
	}
}

/** Signs two partners in. */
async function signedIn(at: number): Promise<SimulatedUser[]> {
	if (start.protocol === 'IRC') return IrcUser.pair(start, at);
	const conversation = start.room ?? pairOf(at);
	return [await User.signedIn(start, at, conversation), await User.signedIn(start, at + 1, conversation)];
}

function tell(outcome: Outcome): void {
	process.send?.(outcome);
}

async function carryOut(order: Order): Promise<Outcome> {
	const {warmUp, milliseconds, inFlight = 1, marks = false, apart = 0} = order;
	const from = performance.now() + warmUp;
	const until = from + milliseconds;
	let count = 0;
	const note = (sentAt: number): number => {
		const now = performance.now();
		if (now >= from && now < until && count < MOST) latencies[count++] = now - sentAt;
		return now;
	};
	const heard = heardPerSecond(warmUp, milliseconds);
	for (const user of users) user.marks = marks;
	if (apart > 0) await atFixedTimes(apart, until, note);
	else await Promise.all(senders.map(async user => withInFlight(user, inFlight, until, note)));
	return {latencies: latencies.slice(0, count), heardPerSecond: await heard};
}

async function heardPerSecond(warmUp: number, milliseconds: number): Promise<number> {
	const sampled = async (after: number) => {
		await pause(after);
		return {at: performance.now(), count: users.reduce((sum, {heard}) => sum + heard, 0)};
	};
	const [before, after] = await Promise.all([sampled(warmUp), sampled(warmUp + milliseconds)]);
	return (1000 * (after.count - before.count)) / (after.at - before.at);
}

type Note = (sentAt: number) => number;

/** Sends a message at each reply until the time is over, and resolves when all are answered. */
async function withInFlight(user: SimulatedUser, inFlight: number, until: number, note: Note): Promise<void> {
	return new Promise(resolve => {
		user.onReply = sentAt => {
			const now = note(sentAt);
			if (now < until) user.send(now);
			else if (user.waiting === 0) resolve();
		};
		const now = performance.now();
		for (let count = 0; count < inFlight; count++) user.send(now);
		user.flush();
	});
}

/** Sends at fixed times, whether the server has answered or not. @param apart milliseconds between two messages of a sender */
async function atFixedTimes(apart: number, until: number, note: Note): Promise<void> {
	const begun = performance.now();
	const dueAt = senders.map(() => begun + apart * Math.random()); // not all at once
	for (const user of senders) user.onReply = note;
	return new Promise(resolve => {
		const ticks = setInterval(() => {
			const now = performance.now();
			if (now < until) sendDue(dueAt, apart, now);
			else if (senders.every(({waiting}) => waiting === 0)) {
				clearInterval(ticks);
				resolve();
			}
		}, 1);
	});
}

function sendDue(dueAt: number[], apart: number, now: number): void {
	for (const [at, user] of senders.entries()) {
		if (now < dueAt[at]!) continue;
		dueAt[at]! += apart;
		user.send(now);
		user.flush();
	}
}
