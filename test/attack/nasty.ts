/** Frames that no honest server sends: every announcement with values of every kind, some of them right, and plain nonsense. */
import {HOSTILE} from '../harness/hostile.ts';

const DEEP = '['.repeat(20_000) + ']'.repeat(20_000);
const NUMBERS = [0, 1, 2, 3, 4, 5, 7, 100, -1, 1.5, 2 ** 31, 2 ** 53 - 1, 8.64e15, 1e300];
const NAMES = ['alice', 'bob', 'carol', 'Bob', '__proto__', 'constructor', '../../etc', '\x1b[2J', ''];
const CONVERSATIONS = [
	'alice+bob',
	'alice+alice',
	'carol+dave',
	'#build',
	'bob+alice',
	'__proto__',
	'\x1b]0;x\x07',
];
const TEXTS = [...HOSTILE.map(([, text]) => text), 'hello', '', '\n'.repeat(3000), 'x'.repeat(16_000)];
const NONSENSE = [
	'',
	'null',
	'[]',
	'7',
	'"x"',
	'{}',
	DEEP,
	`{"type":"message","conversation":${DEEP}}`,
	`{"re":900,"ok":${DEEP}}`,
	'{"re":-1,"ok":{}}',
	'{"re":1e400,"ok":{}}',
	'{"re":999999,"ok":{"user":"alice"}}',
	'{"re":0,"refusal":"alreadySignedIn"}',
	'{"re":0,"refusal":"alreadySignedIn","since":1e300,"address":{"a":1}}',
	'{"re":0,"refusal":"constructor"}',
	'{"re":0,"refusal":"__proto__"}',
	'{"re":0,"refusal":"busy","seconds":"\\u001b[2J"}',
	'{"__proto__":{"type":"message"},"type":"presence","people":[]}',
	'{"type":"__proto__"}',
	'{"type":"toString"}',
	'\x1b]0;owned\x07',
];

/** Always the same ones for the same `seed`. They never end the session by its rules, so `replaced` and its like are left out. */
export function* nastyFrames(seed: number, count: number): Generator<string> {
	let state = seed * 2_654_435_761 + 1;
	const pick = <T>(values: readonly T[]): T => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return values[(state >>> 8) % values.length]!;
	};
	const number = () => pick(NUMBERS);
	const name = () => pick(NAMES);
	const some = (make: () => unknown) => Array.from({length: Math.abs(number()) % 6}, make);
	const person = () => ({
		user: name(),
		presence: pick(['online', 'offline', 'away', 'gone']),
		since: number(),
	});
	const makers: ReadonlyArray<() => object> = [
		() => ({
			type: 'message',
			conversation: pick(CONVERSATIONS),
			sequence: number(),
			id: pick(TEXTS),
			from: name(),
			at: number(),
			text: pick(TEXTS),
		}),
		() => ({
			type: 'marked',
			conversation: pick(CONVERSATIONS),
			user: name(),
			delivered: number(),
			read: number(),
		}),
		() => ({type: 'presence', people: some(person)}),
		() => ({type: 'typing', conversation: pick(CONVERSATIONS), user: name()}),
		() => ({type: pick(['probe', 'stopping', 'newer', 'message']), [pick(NAMES)]: number()}),
		() => ({
			re: pick([0, -1, 1.5, 999_999, 1e300]),
			ok: pick([{}, [], null, 'x', {messages: some(person), last: number()}]),
		}),
	];
	for (let made = 0; made < count; made++)
		yield pick([true, true, true, false]) ? JSON.stringify(pick(makers)()) : pick(NONSENSE);
}
