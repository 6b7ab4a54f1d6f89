/** Defines the refusals of requests about files that go by way of the server. */
import {byteLimit} from './byte-size.ts';
import {safeText} from './text.ts';

export const uploadRefusals = {
	noUploads: {sentence: () => safeText`This server keeps no files; /send-file sends one to a friend.`},
	fileTooLarge: {
		sentence: ({most}: {most: number}) =>
			safeText`The file is too large for this server; send at most ${byteLimit(most)}.`,
	},
	fileQuota: {
		sentence: ({most}: {most: number}) =>
			safeText`Your files here would take more than ${byteLimit(most)}; delete messages with files, or wait until some expire.`,
	},
	tooManyFiles: {
		sentence: ({most}: {most: number}) =>
			safeText`You have ${most} files on this server, which is the most; delete messages with files, or wait until some expire.`,
	},
	filesFull: {
		sentence: () =>
			safeText`The server has no room for this file; send a smaller one, or ask its operator for room.`,
	},
	tooManyTransfers: {
		sentence: ({most}: {most: number}) =>
			safeText`${most} of your files are on their way already; wait until one is there, or /cancel it.`,
	},
	transfersFull: {
		sentence: () =>
			safeText`As many files are on their way as the server carries at once; try again in a moment.`,
	},
	noSuchFile: {sentence: () => safeText`That message has no file that you can fetch; choose another.`},
	filesAway: {sentence: () => safeText`The server cannot reach its files now; try again in a moment.`},
	fileExpired: {sentence: () => safeText`That file has expired; ask its sender for it again.`},
	badTicket: {sentence: () => safeText`The server does not expect this file any more; try again.`},
	fileNotUploaded: {sentence: () => safeText`The server does not have the file; /upload it again.`},
	wrongHash: {sentence: () => safeText`The file arrived damaged, and the server has not kept it; try again.`},
	transferTooLong: {sentence: () => safeText`More was sent than the file that was offered; try again.`},
};
