/** Stories of who is there: away and back, who was on since when, quiet lines, broadcasts, and time that passes. */
import {describe} from 'vitest';
import {story} from '../harness/story.ts';

describe('presence', () => {
	story(
		'is seen by the others at once, with what one says about it',
		`alice signs up
		bob signs up
		bob> /msg alice
		bob> /msg alice hi
		alice< bob: hi
		alice> /away out for lunch
		alice< You are away: out for lunch
		bob's screen says alice ◐ away: “out for lunch”
		alice> /back
		alice< You are online
		bob's screen says alice ● online`,
	);

	story(
		'stays as it was when only the server restarts',
		`alice signs up
		bob signs up
		alice> /busy
		alice< You are busy
		the server restarts
		bob's screen says alice busy`,
	);

	story(
		'is told in quiet lines where one talks with them, unless that is turned off',
		`alice signs up
		bob signs up
		alice> /msg bob
		alice> /msg bob hi
		bob< alice: hi
		bob signs out
		alice< bob left
		bob signs in
		alice< bob is here
		alice> /set presence off
		alice< Join and leave notices: off
		bob signs out
		alice's screen says bob offline
		alice< (nothing)
		alice> /set colour on
		alice< colour is not a setting`,
	);
});

describe('who is there', () => {
	story(
		'is answered with all, the others, or the others since some time',
		`alice signs up
		bob signs up
		carol signs up
		carol signs out
		alice's screen says carol offline
		alice> /who
		alice< alice is online
		alice< bob is online
		alice> /whoelse
		alice< bob is online
		alice> /whoelsesince 5m
		alice< bob is online
		alice< carol is offline, last seen
		the server restarts
		alice> /whoelsesince 300
		alice< carol is offline, last seen
		alice> /whoelsesince yesterday
		alice< yesterday is not a valid duration`,
	);
});

describe('a broadcast', () => {
	story(
		'reaches everyone who is on, once, and stands with the sender once',
		`alice signs up
		bob signs up
		carol signs up
		dave signs up
		dave signs out
		alice's screen says dave offline
		alice> /broadcast the tea is ready
		alice< Your broadcast reached 2 people; it stands
		alice< alice: the tea is ready
		bob< alice: the tea is ready
		carol< alice: the tea is ready
		alice's screen says notices
		dave signs in
		dave< (nothing)
		alice> /broadcast
		alice< Usage: /broadcast <text>`,
	);

	story(
		'cannot be answered where it stands',
		`alice signs up
		bob signs up
		bob> /broadcast hello
		bob< bob: hello
		alice< bob: hello
		alice> hello back
		alice< Nobody can write here`,
	);
});

story(
	'whoever does nothing for too long is signed out, and finds what was typed when back',
	`alice signs up
	bob signs up
	alice> /msg bob
	alice> /msg bob hi
	bob< alice: hi
	121 s pass
	alice< You were signed out because you were idle
	alice signs in
	alice> /history bob
	alice< alice: hi`,
	{idleLimit: 120_000},
);
