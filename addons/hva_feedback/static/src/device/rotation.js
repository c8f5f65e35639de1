// Which statements one giver is asked, when the set holds more than it asks at a time: the same choice, from the same
// number, as tools/rotation.py makes when the answer is checked.

// Return the ids of the questions that the answer with this number leaves out.
export async function leftOut({ survey, rotate, rotating }, number) {
    if (!(rotate > 0 && rotate < rotating.length)) {
        return new Set();
    }
    const seed = new TextEncoder().encode(`${survey}:${number}`);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", seed));
    let rank = digest.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n) % ways(rotating.length, rotate);
    const left = new Set();
    let missing = rotate;
    rotating.forEach((id, position) => {
        const withThis = missing ? ways(rotating.length - position - 1, missing - 1) : 0n;
        if (rank < withThis) {
            missing -= 1;
        } else {
            rank -= withThis;
            left.add(id);
        }
    });
    return left;
}

// In how many ways `count` can be chosen from `all`.
function ways(all, count) {
    if (count < 0 || count > all) {
        return 0n;
    }
    let result = 1n;
    for (let step = 1; step <= count; step++) {
        result = (result * BigInt(all - count + step)) / BigInt(step);
    }
    return result;
}
