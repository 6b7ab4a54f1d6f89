/** The words of the sample people of the demo: what they say by themselves, and what they answer. */

export type SamplePerson = {
	readonly name: string;
	/** What they say in #lobby by themselves, now and then. */
	readonly talk: readonly string[];
	/** The first answer whose expression fits a message to them. */
	readonly answers: ReadonlyArray<readonly [RegExp, string]>;
	/** What they answer otherwise, in turn. */
	readonly otherwise: readonly string[];
	/** What they say first in a private chat. */
	readonly inPrivate: string;
};

const GREETING = /\b(hi|hello|hey|hallo|salut|hola|moin)\b/i;

export const PEOPLE: readonly SamplePerson[] = [
	{
		name: 'ada',
		talk: [
			'Has anybody seen my notes on the engine?',
			'A line that begins with a slash is a command. Tab completes it.',
			'Somebody who is away gets what you write when they are back.',
		],
		answers: [
			[GREETING, 'Hello! The ✓✓ behind your line says that I have it; in bold, that I have read it.'],
			[/\?\s*$/, 'Good question. /help has all commands, and /help msg says more about one.'],
			[/\bthank/i, 'You are welcome.'],
		],
		otherwise: ['Tell me more.', 'I see. ↑ brings back what you have sent before.', 'Indeed!'],
		inPrivate: 'Here we are alone: the server sees only that we talk, not what.',
	},
	{
		name: 'grace',
		talk: [
			'I share a few files with my friends: /friend grace, then /files grace.',
			'Found a moth in the relay again.',
		],
		answers: [
			[GREETING, 'Hello! Be my friend (/friend grace), and you may fetch my files.'],
			[/\bfiles?\b/i, 'My friends fetch them: /files grace lists them, /get grace welcome.txt fetches one.'],
		],
		otherwise: ['Noted in the log book.', 'It is easier to ask forgiveness than permission.', 'Go on.'],
		inPrivate: 'Nobody else reads this. /verify grace shows how to make sure of that.',
	},
	{
		name: 'linus',
		talk: [
			'Talk is cheap. /private linus opens a chat that no server can read.',
			'Ctrl-G goes to any chat by a few letters.',
		],
		answers: [
			[GREETING, 'Hi. Try /private linus: then our clients talk to each other directly.'],
			[/\bfiles?\b/i, 'Be my friend first: /friend linus. Then I offer you one.'],
		],
		otherwise: ['Works for me.', 'Show me the code.', 'Fair enough.'],
		inPrivate: 'End-to-end encrypted, directly between your client and mine. /stopprivate ends it.',
	},
];
