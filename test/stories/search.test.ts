/** Stories of searching: what is found, where, by whom, and that it leads there. */
import {story} from '../harness/story.ts';

story(
	'what was said is found by its words, by those who were there, also after a restart of the server',
	`alice signs up
	bob signs up
	eve signs up
	alice> /msg bob the Tea is ready
	bob< alice: the Tea is ready
	alice> /join #build
	alice< You created #build
	alice> no tea in here
	eve> /msg bob tea?
	bob< eve: tea?
	the server restarts
	alice> /search tea
	alice's screen says alice: no tea in here
	alice's screen says 1 found
	alice presses searchElsewhere
	alice's screen says alice to bob: the Tea is ready
	alice's screen says 2 found
	eve> /search ready tea
	eve's screen says Nothing was found
	eve presses searchElsewhere
	eve's screen says Nothing was found
	bob> /grep READY tea
	bob presses searchElsewhere
	bob's screen says alice: the Tea is ready
	bob presses accept
	bob's screen says alice`,
);

story(
	'a name that nobody has in full leads to a chat',
	`alice signs up
	robert signs up
	alice presses jump
	alice's screen says robert
	alice presses accept
	alice's screen says robert ● online
	alice> hello
	robert< alice: hello`,
);

story(
	'on a server with very many accounts, somebody who is in no list is found by a part of their name, and written to',
	`600 others have accounts
	alice signs up
	alice presses jump
	alice's screen says 600 others: type a part of a name
	alice types erson59
	alice's screen says person599
	alice presses accept
	alice's screen says person59 ○ offline
	alice> are you there?
	alice< person59 is offline; the message waits
	person59 signs in with others-correct-horse
	person59< alice: are you there?
	alice's screen says person59 ● online
	alice> /msg person7 and you?
	alice< To person7: and you?
	alice's screen says person7 offline
	alice> /msg person700 and you?
	alice< not sent: There is no user called person700`,
);
