/** What answers a request in the simple chat. */
import type {UserName} from '../../../protocol/names.ts';
import type {Refusal} from '../../../protocol/refusals.ts';
import type {RequestOf, RequestType} from '../../../protocol/index.ts';
import type {SimpleChat} from './simple-chat.ts';

export type Asker = {user: UserName; as: 'screen' | 'script'};
/** Changes the simple chat, and gives a refusal or the part of the reply that a person would notice. */
type Row<T extends RequestType> = (chat: SimpleChat, asker: Asker, request: RequestOf<T>) => object | Refusal;
/** The bytes of a file reach no rule: files have stories of their own. What lets newcomers in, and what the server itself says, are no part of the simple chat; getting in is not asked by anybody who is in. */
type OfFiles = 'offerUpload' | 'requestFile' | 'openTransfer';
type OfTheServer = 'makeInviteCode' | 'listInviteCodes' | 'revokeInviteCode' | 'say' | 'setMotd';
export type Asked = Exclude<RequestType, 'signUp' | 'signIn' | 'resume' | OfTheServer | OfFiles>;
export type AskedRequest = {[T in Asked]: RequestOf<T>}[Asked];
export type Rows<T extends Asked> = {[E in T]: Row<E>};
