/** Two people talk in private, through a real server and over real sockets between their clients. */
import {story} from '../harness/story.ts';

story(
	'an invitation is answered once, and then both talk in private',
	`
	alice signs up
	bob signs up
	alice> /private bob hello there
	bob is asked "alice"
	bob answers y
	bob is asked "Private chat with alice: a direct connection"
	bob's screen says hello there
	alice's message hello there is delivered
	bob> hello alice
	alice's screen says hello alice
	alice's screen says direct
`,
);

story(
	'what alice keeps of a private chat stands above the next one after a restart, and bob keeps nothing',
	`
	alice signs up
	bob signs up
	alice> /set keep-private on
	alice's screen says ~peer/private/<user>.jsonl
	alice> /private bob the first word
	bob is asked "alice"
	bob answers y
	alice's message the first word is delivered
	alice's screen says kept here
	bob's screen says not kept
	bob> the second word
	alice's screen says the second word
	alice's files say the first word
	alice's files say the second word
	alice quits
	bob's screen says alice signed out
	bob's files lack first word
	bob's files lack second word

	alice comes back
	alice> /set keep-private on
	bob> /private alice
	alice is asked "bob invites"
	alice answers y
	alice's screen says Kept on this machine from earlier
	alice's screen says the first word
	alice's screen says the second word

	alice> /set keep-private off
	alice's screen says not kept any more
	bob> the third word
	alice's screen says the third word
	alice> /stopprivate
	bob's screen says alice ended the private chat
	alice quits
	alice's files lack third word
	alice's files say the second word
`,
);
