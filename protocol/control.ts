/** Defines the control protocol between a server and programs on its machine: requests and answers. */
import {z} from 'zod';
import {list} from './bounded.ts';
import {MAX_WORD} from './bounds.ts';

/** Maximum addresses of this machine in an answer. */
const MAX_HOSTS = 100;

/** Maximum UTF-16 units of a command line of the operator, and of the answer to it. */
export const MAX_OPERATOR_LINE = 4096;
export const MAX_OPERATOR_ANSWER = 1024 * 1024;
const text = z.string().max(MAX_OPERATOR_ANSWER);

/** A command line of the operator. `json`: as JSON where it lists; `yes`: the answer where the command asks before it goes on. */
const operatorAsk = z.strictObject({
	ask: z.literal('operator'),
	line: z.string().max(MAX_OPERATOR_LINE),
	json: z.boolean(),
	yes: z.boolean(),
});
export type OperatorAsk = z.infer<typeof operatorAsk>;

/** A request: one line of JSON each way, then the connection ends. A user who can open the data folder may ask. */
export const controlAsk = z.discriminatedUnion('ask', [
	z.strictObject({ask: z.enum(['join', 'stop'])}),
	operatorAsk,
]);
export type ControlAsk = z.infer<typeof controlAsk>;

/** What a command came to: lines, with `json` where that was asked for; why it cannot be carried out; or what it asks first. */
export const operatorAnswer = z.union([
	z.object({problem: text}),
	z.object({confirm: text}),
	z.object({lines: list(text, MAX_OPERATOR_ANSWER), json: z.unknown().optional()}),
]);
export type OperatorAnswer = z.infer<typeof operatorAnswer>;

/** An answer: what others need to join, or that the server is stopping. `hosts`: this machine's addresses, the most useful first. */
export const controlAnswer = z.union([
	z.object({
		hosts: list(z.string().max(MAX_WORD), MAX_HOSTS).refine(hosts => hosts.length > 0),
		port: z.int().min(1).max(65_535),
		/** base64url SHA-256 of the certificate's key; absent when the server speaks plaintext. */
		fingerprint: z.string().max(MAX_WORD).optional(),
		/** The invite code for newcomers; absent when it would let nobody in. */
		code: z.string().max(MAX_WORD).optional(),
		pid: z.int().min(1),
	}),
	z.object({stopping: z.literal(true), pid: z.int().min(1)}),
]);
export type ControlAnswer = z.infer<typeof controlAnswer>;
