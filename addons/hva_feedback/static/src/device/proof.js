// Codes, hashes and proofs, as tools/device_proof.py checks them.

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const CODE_LENGTH = 22; // just over 128 bits

export function newCode() {
    let code = "";
    while (code.length < CODE_LENGTH) {
        for (const byte of crypto.getRandomValues(new Uint8Array(CODE_LENGTH))) {
            // 248 is 4 x 62: bytes above it would make some letters likelier than others
            if (byte < 248 && code.length < CODE_LENGTH) {
                code += LETTERS[byte % LETTERS.length];
            }
        }
    }
    return code;
}

export function newKey() {
    return crypto.getRandomValues(new Uint8Array(32));
}

export async function verifierOf(key) {
    return hex(await sha256(key));
}

// The bytes that a proof is over; `body` is the text as it is sent.
export async function canonical(device, path, sent, body) {
    const digest = hex(await sha256(bytes(body)));
    return bytes(["hva-device-1", device, path, String(sent), digest].join("\n"));
}

// key XOR HMAC(verifier, message): neither the database nor the traffic alone gives the key away.
export async function proofOf(key, message) {
    const verifier = await sha256(key);
    const hmacKey = await crypto.subtle.importKey("raw", verifier, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const mac = new Uint8Array(await crypto.subtle.sign("HMAC", hmacKey, message));
    return hex(key.map((byte, place) => byte ^ mac[place]));
}

async function sha256(data) {
    return new Uint8Array(await crypto.subtle.digest("SHA-256", data));
}

function bytes(text) {
    return new TextEncoder().encode(text);
}

function hex(data) {
    return [...data].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
