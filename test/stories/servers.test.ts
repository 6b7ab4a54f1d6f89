/** Stories of people on two servers that share a PostgreSQL record, as if they were on one. */
import path from 'node:path';
import {describe} from 'vitest';
import {root} from '../../scripts/project-files.ts';
import {recordPlace} from '../../server/journal/record-url.ts';
import {NO_POSTGRES, type Postgres} from '../harness/postgres.ts';
import {usePostgres} from '../harness/use-postgres.ts';
import {story} from '../harness/story.ts';

const licence = path.join(root, 'LICENSE');
let postgres: Postgres;

function onRecord(name: string, script: string): void {
	story(name, script, {}, async () => recordPlace(await postgres.database(), () => ''));
}

describe.skipIf(NO_POSTGRES)('people on two servers', () => {
	usePostgres(started => (postgres = started));

	onRecord(
		'talk, and see that they are heard',
		`alice signs up
		bob signs up on server 2
		alice> /msg bob are you there?
		bob< alice: are you there?
		bob> /msg alice yes, next door
		alice< bob: yes, next door
		alice's message are you there? is read`,
	);

	onRecord(
		'see each other come, go away and leave',
		`alice signs up
		bob signs up on server 2
		alice> /msg bob
		bob> /away out for lunch
		bob< You are away: out for lunch
		alice's screen says bob ◐ away: “out for lunch”
		bob signs out
		alice's screen says bob ○ offline`,
	);

	onRecord(
		'share rooms, blocks and what was said before they came',
		`alice signs up
		alice> /join #build
		alice> the first line
		bob signs up on server 2
		bob> /join #build
		bob's screen says the first line
		bob> and the second
		alice< bob: and the second
		bob> /block alice
		bob< alice is blocked
		alice> a line that bob does not see
		alice> /search second
		alice's screen says and the second`,
	);

	onRecord(
		'send files to each other, which come unchanged',
		`alice signs up
		bob signs up on server 2
		alice> /goto #lobby
		alice> /upload ${licence}
		alice< LICENSE
		bob> /goto #lobby
		bob< LICENSE
		bob> /download
		bob< LICENSE is in
		bob has received LICENSE`,
	);

	onRecord(
		'talk in private by a relay, for which both go to the same server',
		`alice signs up
		bob signs up on server 2
		alice> /set direct never
		bob> /set direct never
		alice> /private bob hello there
		bob is asked "alice"
		bob answers y
		bob's screen says hello there
		alice's message hello there is delivered
		bob> hello alice
		alice's screen says hello alice
		bob> /stopprivate
		alice's screen says bob ended the private chat`,
	);

	onRecord(
		'have one screen each: a second one on the other server asks first, and takes over when it may',
		`alice signs up
		bob signs up
		bob> /msg alice hello
		alice< bob: hello
		eve signs in elsewhere as alice on server 2
		eve is asked "has been signed in since"
		eve presses choiceNext, accept
		alice< taken over
		eve's screen says #lobby
		eve> /msg bob it is me
		bob< alice: it is me`,
	);

	onRecord(
		'go on while one server after the other is stopped and started, as for a new version',
		`alice signs up
		bob signs up on server 2
		alice> /msg bob before
		bob< alice: before
		the server restarts
		alice> after the first
		bob< alice: after the first
		the server restarts on server 2
		bob> /msg alice after the second
		alice< bob: after the second
		alice> all is new
		bob< alice: all is new`,
	);

	onRecord(
		'find everything again when one of the servers starts again',
		`alice signs up
		bob signs up on server 2
		alice> /msg bob before
		bob< alice: before
		the server restarts on server 2
		bob> /msg alice after
		alice< bob: after`,
	);

	onRecord(
		'go on at the other one when theirs stops, without a password or a word about it',
		`alice signs up
		bob signs up on server 2
		alice> /msg bob before
		bob< alice: before
		the server stops on server 2
		alice> after
		bob< alice: after
		bob> still here
		alice< bob: still here
		bob< bob: still here
		bob< (nothing)`,
	);
});
