/** Says to people why a file was not shared, offered or transferred. */
import type {UserName} from '../../../protocol/names.ts';
import {safeText, type SafeText} from '../../../protocol/text.ts';
import {MAX_FILE_BYTES, type WhyRefused} from './messages.ts';
import type {MovedTransfer, WhyEnded} from './progress.ts';
import type {ShareFault} from './shared-files.ts';
import {MAX_LISTED_FILES, type FileFault} from './walk-shared.ts';

const MOST = safeText`${MAX_FILE_BYTES / 1024 ** 3} GiB`;

type About = {readonly user: UserName; readonly name: SafeText};

const ENDED: Readonly<Record<WhyEnded, (about: About) => SafeText>> = {
	alreadyFetched: ({name}) => safeText`${name} is being fetched already.`,
	busy: ({user}) =>
		safeText`Too many requests or transfers at a time for ${user}'s client; wait for one to end, then try again.`,
	cancelled: ({name}) => safeText`Transfer of ${name} cancelled.`,
	cannotRead: ({user, name}) => safeText`${name} cannot be read on ${user}'s machine.`,
	cannotWrite: ({name}) =>
		safeText`${name} cannot be written to the folder for received files; choose another one with /set downloads.`,
	changed: ({name}) => safeText`${name} changed while it was sent, so it was not kept; fetch it again.`,
	channelEnded: ({user, name}) =>
		safeText`The connection to ${user} ended before ${name} was complete; the next time, it goes on where it stopped.`,
	declined: ({user, name}) => safeText`${user} declined ${name}.`,
	diskFull: ({name}) =>
		safeText`The disk is full; make room and fetch ${name} again: it goes on where it stopped.`,
	misbehaved: ({user, name}) =>
		safeText`${user}'s client broke the rules for transfers, so ${name} was not kept.`,
	noLongerShared: ({user, name}) => safeText`${user} does not share ${name} any more.`,
	noRoom: ({name}) => safeText`The disk has no room for ${name}; make room, then fetch it again.`,
	noSuchFile: ({user, name}) =>
		safeText`${user} has no file ${name} to fetch; /files ${user} lists what there is.`,
	notFriends: ({user}) => safeText`Only friends fetch files from each other; /friend ${user} asks.`,
	stopped: ({user, name}) => safeText`${user} stopped the transfer of ${name}.`,
	tooLarge: ({name}) => safeText`${name} is larger than ${MOST}, so it was not fetched.`,
	tooLong: ({user, name}) =>
		safeText`${user}'s client sent more than it had announced, so ${name} was not kept.`,
	tooMany: ({user}) =>
		safeText`Four files of ${user} are on their way already; wait for one to end, then try again.`,
	wrongHash: ({name}) =>
		safeText`${name} arrived damaged (its SHA-256 is another), so it was not kept; fetch it again.`,
};

/** What is said otherwise to the user who sends the file. */
const NOT_SENT: Partial<typeof ENDED> = {
	cannotRead: ({user, name}) => safeText`${name} is gone or cannot be read, so ${user} did not get it.`,
	changed: ({user, name}) => safeText`${name} changed while it was sent, so ${user} did not keep it.`,
	channelEnded: ({user, name}) =>
		safeText`The connection to ${user} ended before ${user} had all of ${name}.`,
	misbehaved: ({user, name}) =>
		safeText`${user}'s client broke the rules for transfers, so ${name} was not sent.`,
};

/** Says why a transfer ended without the whole file. @param direction as this client's user sees it */
export function endedSentence(why: WhyEnded, direction: MovedTransfer['direction'], about: About): SafeText {
	const sentence = (direction === 'out' && NOT_SENT[why]) || ENDED[why];
	return sentence(about);
}

/** Why there is no list of the other user's files. `endless`: it went on beyond every bound. */
export type WhyNotListed = WhyRefused | 'endless';

/** Says why there is no list of the other user's files. */
export function listRefusedSentence(why: WhyNotListed, user: UserName): SafeText {
	if (why === 'endless')
		return safeText`The list of ${user}'s client has no end, so it is not shown; an honest one ends after ${MAX_LISTED_FILES} files.`;
	if (why === 'notFriends') return safeText`Only friends see each other's files; /friend ${user} asks.`;
	if (why === 'busy') return safeText`Too many requests to ${user}'s client; wait a moment, then try again.`;
	return safeText`${user}'s client cannot list its files.`;
}

const NOT_SHARED: Readonly<Record<ShareFault | FileFault | 'tooManyOffers', (name: SafeText) => SafeText>> = {
	folder: name =>
		safeText`${name} is a folder, and one file goes at a time; /share lets your friends fetch a folder.`,
	hardLink: name =>
		safeText`${name} is a hard link, which may be a file that stands elsewhere too; use a copy of it.`,
	nameTaken: name =>
		safeText`A file or folder ${name} is shared already; /unshare it first, or rename one of them.`,
	noSuchPath: name => safeText`There is no file or folder ${name}, or it cannot be read.`,
	notPlain: name =>
		safeText`${name} is not an ordinary file; pipes, devices and hard links cannot be sent or shared.`,
	private: name => safeText`${name} holds the client's own keys and settings, which are never shared.`,
	tooLarge: name => safeText`${name} is larger than ${MOST}, which is too large to send.`,
	tooManyOffers: name => safeText`Four offers wait for an answer already; ${name} was not offered.`,
	tooManyShared: name =>
		safeText`Too many files and folders are shared already; ${name} was not. Share a folder instead.`,
};

/** Says why a file or folder cannot be shared or offered. */
export function notSharedSentence(why: ShareFault | FileFault | 'tooManyOffers', name: SafeText): SafeText {
	return NOT_SHARED[why](name);
}
