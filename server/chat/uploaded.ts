/** Finds the file that a user has uploaded and may send. */
import type {UserName} from '../../protocol/names.ts';
import {refuse, type Refusal} from '../../protocol/refusals.ts';
import type {SentFile} from '../../protocol/uploads.ts';
import type {Moment} from './rule.ts';
import type {State} from './state.ts';
import {uploadKey} from './upload-key.ts';

/** @returns the file as a message of the user has it, or a refusal where the server has no such upload */
export function uploaded(
	{transfers}: State,
	user: UserName,
	sha256: string,
	{now, uptime, policy}: Moment,
): SentFile | Refusal {
	const upload = transfers.uploads.get(uploadKey(user, sha256))?.find(({until}) => until > uptime);
	if (!upload) return refuse('fileNotUploaded');
	const {name, size} = upload;
	return {name, size, sha256, until: now + policy.files.life};
}
