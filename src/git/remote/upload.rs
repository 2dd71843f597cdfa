//! Reading: refs and objects, by protocol version 2 (gitprotocol-v2(5)) or, of older servers, version 0.

use super::advertisement::Advertisement;
use super::http::{Service, Transport};
use super::{Depth, RemoteRef};
use crate::git::error::GitError;
use crate::git::object::ObjectId;
use crate::git::pack::Pack;
use crate::git::packet::{Packet, PacketWriter, Packets, line};
use crate::http::USER_AGENT;

/// What the reading side can do.
#[derive(Debug, Clone)]
pub(super) struct Greeting {
    version: u8,
    filter: bool,
    shallow: bool,
    side_band: bool,
    /// Version 0 lists the refs at once.
    refs: Vec<RemoteRef>,
}

const VERSION_2: Option<&str> = Some("version=2");

/// Asks what the reading side can do, once.
pub(super) async fn greet(transport: &Transport) -> Result<Greeting, GitError> {
    if let Some(greeting) = transport.greeting.get() {
        return Ok(greeting.clone());
    }
    let bytes = transport
        .advertisement(Service::UploadPack, VERSION_2)
        .await?;
    let advertisement = Advertisement::parse(&bytes)
        .map_err(|_| transport.not_git("its greeting cannot be read".to_owned()))?;
    check_object_format(transport, &advertisement)?;
    let fetch = advertisement.capability("fetch").unwrap_or_default();
    let has = |name: &str| match advertisement.version {
        2 => fetch.split(' ').any(|feature| feature == name),
        _ => advertisement.capability(name).is_some(),
    };
    let greeting = Greeting {
        version: advertisement.version,
        filter: has("filter"),
        shallow: has("shallow"),
        side_band: advertisement.version == 2 || has("side-band-64k"),
        refs: advertisement.refs,
    };
    tracing::debug!(
        repository = transport.repository,
        version = greeting.version,
        filter = greeting.filter,
        shallow = greeting.shallow,
        "git server"
    );
    Ok(transport.greeting.get_or_init(|| greeting).clone())
}

/// SHA-1 is what the protocol means unless it says otherwise.
pub(super) fn check_object_format(
    transport: &Transport,
    advertisement: &Advertisement,
) -> Result<(), GitError> {
    match advertisement.capability("object-format") {
        None | Some("sha1") => Ok(()),
        Some(format) => Err(GitError::ObjectFormat {
            repository: transport.repository.clone(),
            format: format.to_owned(),
        }),
    }
}

/// The refs, at least those with the prefixes.
pub(super) async fn refs(
    transport: &Transport,
    prefixes: &[&str],
) -> Result<Vec<RemoteRef>, GitError> {
    let known = transport.greeting.get().is_some();
    let greeting = greet(transport).await?;
    if greeting.version != 2 {
        if !known {
            return Ok(greeting.refs);
        }
        // The greeting is from before; refs move.
        let bytes = transport.advertisement(Service::UploadPack, None).await?;
        return Advertisement::parse(&bytes)
            .map(|advertisement| advertisement.refs)
            .map_err(|_| transport.not_git("its refs cannot be read".to_owned()));
    }
    let mut request = PacketWriter::default();
    request
        .line("command=ls-refs\n")
        .line(&format!("agent={}\n", agent()))
        .delimiter()
        .line("peel\n");
    for prefix in prefixes {
        request.line(&format!("ref-prefix {prefix}\n"));
    }
    let answer = transport.ask(request.flush().finish(), VERSION_2).await?;
    let mut refs = Vec::new();
    for packet in Packets::new(&answer) {
        match packet.map_err(|_| transport.not_git("its refs are cut short".to_owned()))? {
            Packet::Data(data) => {
                let text = line(data);
                check_error(transport, &text)?;
                refs.push(
                    parse_ref(&text)
                        .ok_or_else(|| transport.not_git(format!("it lists a ref as {text:?}")))?,
                );
            }
            Packet::Flush => return Ok(refs),
            Packet::Delimiter | Packet::End => {}
        }
    }
    Err(transport.not_git("its refs are cut short".to_owned()))
}

/// `<id> <name>[ peeled:<id>]`.
fn parse_ref(text: &str) -> Option<RemoteRef> {
    let mut words = text.split(' ');
    let id = ObjectId::parse(words.next()?)?;
    let name = words.next()?.to_owned();
    let peeled = words
        .find_map(|word| word.strip_prefix("peeled:"))
        .map(|id| ObjectId::parse(id).ok_or(()))
        .transpose()
        .ok()?;
    Some(RemoteRef { name, id, peeled })
}

/// Objects by their ids.
pub(super) async fn fetch(
    transport: &Transport,
    wants: &[ObjectId],
    depth: Depth,
) -> Result<Pack, GitError> {
    let greeting = greet(transport).await?;
    if wants.is_empty() {
        return Ok(Pack::default());
    }
    let answer = if greeting.version == 2 {
        let mut request = PacketWriter::default();
        request
            .line("command=fetch\n")
            .line(&format!("agent={}\n", agent()))
            .delimiter()
            .line("no-progress\n")
            .line("ofs-delta\n");
        match depth {
            Depth::OnTopOf(known) if !greeting.filter => {
                request.line(&format!("have {known}\n"));
            }
            Depth::TreesOfOneCommit | Depth::OnTopOf(_) => {
                if greeting.shallow {
                    request.line("deepen 1\n");
                }
                if greeting.filter {
                    request.line("filter blob:none\n");
                }
            }
            Depth::Files => {}
        }
        for want in wants {
            request.line(&format!("want {want}\n"));
        }
        request.line("done\n").flush();
        transport.ask(request.finish(), VERSION_2).await?
    } else {
        transport
            .ask(old_request(&greeting, wants, depth), None)
            .await?
    };
    let pack = take_pack(transport, &greeting, &answer)?;
    tracing::debug!(
        repository = transport.repository,
        bytes = pack.len(),
        "fetched a pack"
    );
    Pack::parse(pack).map_err(|error| transport.not_git(error.to_string()))
}

fn old_request(greeting: &Greeting, wants: &[ObjectId], depth: Depth) -> Vec<u8> {
    let mut request = PacketWriter::default();
    let mut capabilities = String::from(" ofs-delta no-progress");
    let shallow = depth != Depth::Files && greeting.shallow;
    let filter = depth != Depth::Files && greeting.filter;
    for (wanted, name) in [
        (greeting.side_band, " side-band-64k"),
        (shallow, " shallow"),
        (filter, " filter"),
    ] {
        if wanted {
            capabilities.push_str(name);
        }
    }
    for want in wants {
        request.line(&format!("want {want}{capabilities}\n"));
        capabilities.clear();
    }
    if shallow {
        request.line("deepen 1\n");
    }
    if filter {
        request.line("filter blob:none\n");
    }
    request.flush().line("done\n").finish()
}

/// Takes the pack out of the answer: the lines before it end with `packfile` (version 2) or `NAK` (version 0), then
/// it comes in the first side band, or bare.
fn take_pack(
    transport: &Transport,
    greeting: &Greeting,
    answer: &[u8],
) -> Result<Vec<u8>, GitError> {
    let cut_short = || transport.not_git("its answer is cut short".to_owned());
    let mut pack = Vec::new();
    let mut said = Vec::new();
    let mut in_pack = false;
    let mut read = 0;
    for packet in Packets::new(answer) {
        let packet = packet.map_err(|_| cut_short())?;
        let Packet::Data(data) = packet else {
            read += 4;
            if in_pack && packet == Packet::Flush {
                return Ok(pack);
            }
            continue;
        };
        read += 4 + data.len();
        if !in_pack {
            let text = line(data);
            check_error(transport, &text)?;
            in_pack = text == "packfile" || text == "NAK";
            if in_pack && !greeting.side_band {
                return Ok(answer.get(read..).unwrap_or_default().to_vec());
            }
            continue;
        }
        match data.split_first() {
            Some((1, chunk)) => pack.extend_from_slice(chunk),
            Some((2, chunk)) => said.extend_from_slice(chunk),
            Some((3, chunk)) => {
                return Err(transport.not_git(format!("it says: {}", line(chunk))));
            }
            _ => return Err(cut_short()),
        }
    }
    if said.is_empty() {
        Err(cut_short())
    } else {
        Err(transport.not_git(format!("it says: {}", line(&said))))
    }
}

/// `ERR <text>` may stand in place of any line.
fn check_error(transport: &Transport, text: &str) -> Result<(), GitError> {
    match text.strip_prefix("ERR ") {
        Some(words) => Err(transport.not_git(format!("it says: {words}"))),
        None => Ok(()),
    }
}

/// The agent, in the characters that the protocol allows.
pub(super) fn agent() -> &'static str {
    USER_AGENT
}
