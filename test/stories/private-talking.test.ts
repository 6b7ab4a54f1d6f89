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
