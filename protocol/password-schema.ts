/** Defines the schema of a password on the wire. */
import {z} from 'zod';
import {MAX_PASSWORD} from './passwords.ts';

/** In UTF-16 units, of any normal form. */
export const passwordSchema = z
	.string()
	.min(1)
	.max(MAX_PASSWORD * 2);
