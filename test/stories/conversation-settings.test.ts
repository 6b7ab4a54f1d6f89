/** Stories of conversations that are muted, pinned and closed, by one of three people, also across a restart. */
import {story} from '../harness/story.ts';

story(
	'a muted room rings and counts for mentions alone, until it is unmuted',
	`alice signs up
	bob signs up
	eve signs up
	alice> /mute
	alice< #lobby is muted: only mentions count as unread
	alice> /msg eve
	bob> hello all
	eve< bob: hello all
	alice's screen says –#lobby  0
	bob> and alice
	alice's screen says –#lobby  @1 1
	the server restarts
	alice comes back
	alice> /msg eve
	bob> once more
	eve< bob: once more
	alice's screen says –#lobby  0
	alice> /msg #lobby
	alice> /unmute
	alice< #lobby is not muted any more`,
);

story(
	'a pinned conversation stands at the top, also after a restart, until it is unpinned',
	`alice signs up
	bob signs up
	eve signs up
	alice> /pin eve
	alice< eve stays at the top of the list
	alice's screen says ^eve
	the server restarts
	alice comes back
	alice's screen says ^eve
	alice> /msg eve
	alice> /unpin
	alice< eve is not pinned any more`,
);

story(
	'a closed room is out of the list until something is said there, and is not left',
	`alice signs up
	bob signs up
	alice> /join #build
	alice< You created #build
	bob> /join #build
	bob< You are in #build
	alice> /close
	alice< #build is out of the list until something new is said there
	the server restarts
	alice comes back
	bob> are you here?
	alice< bob: are you here?
	alice's screen says #build`,
);
