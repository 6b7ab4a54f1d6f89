/** Says to people why there is no newer profile. */
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import type {ProfileFault} from './profiles.ts';

/** `of`: whose profile; `from`: the user who was asked for it. */
type About = {readonly of: UserName; readonly from: UserName};

const SENTENCES: Readonly<Record<ProfileFault, (about: About) => SafeText>> = {
	busy: ({from}) => safeText`Too many requests to ${from}'s client; wait a moment, then try again.`,
	cannotRead: ({of, from}) => safeText`${from}'s client cannot read the profile of ${of}.`,
	cannotWrite: ({of}) =>
		safeText`The profile of ${of} cannot be kept; make room on the disk, then try again.`,
	forged: ({of, from}) =>
		safeText`What ${from} sent as the profile of ${of} is not signed by ${of}'s key, so it was not kept.`,
	none: ({of, from}) =>
		of === from
			? safeText`${of} has not written a profile.`
			: safeText`${from} has no copy of ${of}'s profile.`,
	notFriends: ({from}) => safeText`Only friends see each other's profiles; /friend ${from} asks.`,
	tooManyKept: ({of}) => safeText`Too many profiles are kept already; the one of ${of} was not.`,
	unchanged: ({of, from}) => safeText`${from} has no newer copy of ${of}'s profile.`,
	unknownKey: ({of}) =>
		safeText`${of}'s key is not known here, so nobody can prove that a profile is theirs; /private ${of} once.`,
};

/** Says why a request for a profile brought nothing new. */
export function noProfileSentence(why: ProfileFault, about: About): SafeText {
	return SENTENCES[why](about);
}
