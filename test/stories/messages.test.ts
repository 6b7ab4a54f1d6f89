/** Stories of two people who talk, and of what waits for those who are away. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('two people', () => {
	story(
		'talk, and see that they are heard',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob hi
		bob< alice: hi
		alice's message hi is read
		bob> /msg alice
		bob> /msg alice hello
		alice< bob: hello
		alice> how are you?
		bob< alice: how are you?`,
	);

	story(
		'are heard by nobody else',
		`alice signs up
		bob signs up
		eve signs up
		eve< (nothing)
		alice> /msg bob
		alice> /msg bob hi
		bob< alice: hi
		eve< (nothing)`,
	);

	story(
		'keep the spaces and lines of their messages, and a slash at the beginning if it is doubled',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob two  spaces   here
		bob< alice: two  spaces   here
		alice> //msg is a command
		bob< alice: /msg is a command`,
	);
});

describe('somebody who is away', () => {
	story(
		'finds what was written meanwhile, also when the server was restarted',
		`alice signs up
		bob signs up
		bob signs out
		alice> /msg bob
		alice> /msg bob are you there?
		alice< alice: are you there?
		alice< bob is offline; the message waits for the next sign-in
		alice> I wait
		the server restarts
		bob signs in
		bob< alice: are you there?
		bob< alice: I wait
		alice's message I wait is read`,
	);

	story(
		'is offline at once when they close the program, and finds everything when they are back',
		`alice signs up
		bob signs up
		bob quits
		alice> /msg bob
		alice> /msg bob hi
		alice< alice: hi
		alice< bob is offline; the message waits
		bob comes back
		bob< alice: hi
		alice's message hi is read`,
	);

	story(
		'has read what they read, though they left at the same moment',
		`alice signs up
		bob signs up
		bob> /msg alice
		bob> /msg alice hello
		alice< bob: hello
		alice> /msg bob
		alice> /msg bob one
		bob< alice: one
		bob signs out
		alice's message one is read
		bob signs in
		bob> /msg alice
		bob> /msg alice hello again
		alice< bob: hello again
		alice> two
		bob< alice: two
		bob quits
		alice's message two is read
		bob looks away
		bob comes back
		bob's screen says alice online 0`,
	);

	story(
		'counts as here for a minute if only the link broke',
		`alice signs up
		bob signs up
		bob's link breaks
		alice> /msg bob
		alice> /msg bob hi
		alice< alice: hi
		alice< (nothing)
		61 s pass
		alice> still there?
		alice< bob is offline; the message waits`,
	);
});

describe('what a script sends in somebody’s name', () => {
	story(
		'is not unread on their own screen, though what others wrote before it is',
		`alice signs up
		bob signs up
		alice looks away
		bob> /msg alice
		bob> /msg alice one
		bob's message one is delivered
		alice's script tells bob two
		bob< alice: two
		bob> three
		bob's message three is delivered
		alice's screen says bob online 2
		alice looks again
		alice's screen says bob online 0`,
	);

	story(
		'is not unread either when they come back, nor said to have come while they were away',
		`alice signs up
		bob signs up
		alice quits
		alice's script tells #lobby zero
		bob< alice: zero
		bob> /msg alice
		bob> /msg alice one
		bob< bob: one
		alice's script tells bob two
		bob< alice: two
		bob> three
		bob's message three is stored
		alice's script tells bob four
		bob< alice: four
		the server restarts
		alice looks away
		alice comes back
		alice's screen says 2 messages from bob while you were away
		alice's screen says bob online 2
		alice's screen says #lobby  0
		alice looks again
		alice's screen says bob online 0
		bob's message three is read
		alice looks away
		alice comes back
		alice's screen says bob online 0`,
	);
});

describe('a line that cannot be sent', () => {
	story(
		'because nobody has that name is refused, and is sent to nobody',
		`alice signs up
		alice> /msg nobody
		alice> /msg nobody hi
		alice< There is no user called nobody`,
	);

	story(
		'because it is no command is not sent as text, and the nearest command is named',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob hi
		bob< alice: hi
		alice> /hsitory
		alice< /history
		bob< (nothing)`,
	);
});

describe('history', () => {
	story(
		'comes back with whoever comes back',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob one
		alice> two
		alice> three
		bob< alice: three
		alice quits
		alice comes back
		alice> /history bob
		alice< alice: one
		alice< alice: two
		alice< alice: three`,
	);

	story(
		'is nobody else’s',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob secret
		bob< alice: secret
		eve signs up
		eve> /history bob
		eve> /msg bob
		eve> /msg bob hello
		bob< eve: hello
		eve< eve: hello
		eve< (nothing)`,
	);
});

story(
	'one can write to oneself',
	`alice signs up
	alice> /msg alice
	alice> /msg alice buy milk
	alice< alice: buy milk
	alice's message buy milk is stored`,
);
