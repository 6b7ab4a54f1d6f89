/** Defines the tables of a protocol topic: requests with their replies, and announcements. */
import type {z} from 'zod';

/**
 * A request: its fields and its reply. `open`: a client may ask it before it signs in. `by`: who may ask it, besides the operator, who
 * needs no connection: members (everybody who is signed in), admins, or nobody.
 */
export type RequestDefinition = {
	fields: z.ZodRawShape;
	reply: z.ZodObject;
	open?: true;
	by?: 'members' | 'admins' | 'operator';
	/**
	 * For a frequent request: tells fast whether a frame of this type, whose id is valid, surely is what the schema accepts, and is what
	 * the schema makes of it. The schema decides on all others.
	 */
	isPlain?: (frame: Readonly<Record<string, unknown>>) => boolean;
};

/** Checks the requests of a topic and keeps their exact types. */
export const defineRequests = <const T extends Record<string, RequestDefinition>>(table: T): T => table;

/** Checks the announcements of a topic and keeps their exact types. */
export const defineAnnouncements = <T extends Record<string, z.ZodObject>>(table: T): T => table;

/** zod infers an object without fields as a record of nothing, which no field may be added to. */
export type Bare<F> = string extends keyof F ? unknown : F;
