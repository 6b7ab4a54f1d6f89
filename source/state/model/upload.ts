/** Declares what the state and the transfers of files with the server tell each other, as plain data. */
import type {ConversationId} from '../../../protocol/names.ts';
import type {SafeText} from '../../../protocol/text.ts';
import type {SentFile} from '../../../protocol/uploads.ts';
import type {Transfer} from './exchange.ts';

/** The file of a message. */
export type FileAt = {
	readonly conversation: ConversationId;
	readonly sequence: number;
	readonly file: SentFile;
};

/** What is sent: a file by its absolute path, or a text under a name. */
export type FileSource = {readonly path: string} | {readonly name: SafeText; readonly text: string};

export type UploadEffect =
	/** Sends a file to the server: comes back as `fileMoved`, and in the end as `fileUploaded`. */
	| {readonly type: 'upload'; readonly conversation: ConversationId; readonly from: FileSource}
	/** Fetches the file of a message into the folder for received files: comes back as `fileMoved`. */
	| ({readonly type: 'download'} & FileAt)
	/** Fetches a short text to show it: comes back as `filePreviewed` or `fileFailed`. */
	| ({readonly type: 'previewFile'} & FileAt)
	| {readonly type: 'cancelFile'; readonly transfer: number};

export type UploadEvent =
	| {readonly type: 'fileMoved'; readonly conversation: ConversationId; readonly transfer: Transfer}
	/** The server has the file, and a message may have it. */
	| {
			readonly type: 'fileUploaded';
			readonly conversation: ConversationId;
			readonly file: Omit<SentFile, 'until'>;
	  }
	| {readonly type: 'filePreviewed'; readonly name: SafeText; readonly lines: readonly SafeText[]}
	| {readonly type: 'fileFailed'; readonly conversation: ConversationId; readonly problem: SafeText};
