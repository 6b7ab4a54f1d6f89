/** Stories of alice at a desk and with a phone, where the server allows two screens, with bob and eve. */
import {story} from '../harness/story.ts';

const TWO = {screens: 2};

story(
	'what is said, read, muted and blocked on one screen is so on the other, also after a restart',
	`alice signs up
	bob signs up
	eve signs up
	phone signs in elsewhere as alice
	bob> /msg alice hi
	phone's screen says bob online 1
	alice> /msg bob
	alice< bob: hi
	phone's screen says bob online 0
	alice> hello
	phone> /msg bob
	phone< alice: hello
	phone> /mute
	phone< bob is muted
	phone> /block eve
	alice< You blocked eve on another screen
	the server restarts
	alice comes back
	phone signs in elsewhere as alice
	bob> again
	alice< bob: again
	phone> /unblock eve
	alice< You unblocked eve on another screen`,
	TWO,
);

story(
	'a draft follows from screen to screen, also over a broken link',
	`alice signs up
	bob signs up
	eve signs up
	phone signs in elsewhere as alice
	phone> /msg bob
	bob> /msg alice hi
	alice> /msg bob
	alice types dear bob
	phone still has dear bob
	phone's link breaks
	phone signs in elsewhere as alice
	phone still has dear bob`,
	TWO,
);

story(
	'alice is there until she has left both screens',
	`alice signs up
	bob signs up
	phone signs in elsewhere as alice
	alice> /chat bob
	bob< chat #1 with alice started
	phone< You started chat #1 with bob on another screen
	alice signs out
	bob> /msg alice still there?
	phone< bob: still there?
	phone signs out
	bob< ended: alice signed out`,
	TWO,
);
