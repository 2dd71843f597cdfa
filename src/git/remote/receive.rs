//! Writing: one branch, if it still is where it was (gitprotocol-pack(5), "Pushing Data").

use super::advertisement::Advertisement;
use super::http::{Lost, Service, Transport};
use super::{PushAnswer, PushSession, RefUpdate, upload};
use crate::git::error::GitError;
use crate::git::pack::{self, NewObject};
use crate::git::packet::{Packet, PacketWriter, Packets, line};
use crate::secret::redact;

/// How many lines of a hook's words are kept.
const MOST_LINES: usize = 40;

/// Asks for the right to write.
pub(super) async fn open(transport: &Transport) -> Result<PushSession, GitError> {
    let bytes = transport.advertisement(Service::ReceivePack, None).await?;
    let advertisement = Advertisement::parse(&bytes)
        .map_err(|_| transport.not_git("its greeting cannot be read".to_owned()))?;
    upload::check_object_format(transport, &advertisement)?;
    if advertisement.capability("report-status").is_none() {
        return Err(transport.not_git("it cannot report what a push did".to_owned()));
    }
    Ok(PushSession {
        default_branch: advertisement
            .capability("symref")
            .and_then(|symref| symref.strip_prefix("HEAD:refs/heads/"))
            .map(str::to_owned),
        thin: advertisement.capability("no-thin").is_none(),
        refs: advertisement.refs,
    })
}

/// Sends the objects and the wish, and reads what became of it.
pub(super) async fn push(
    transport: &Transport,
    thin: bool,
    update: &RefUpdate,
    objects: &[NewObject],
) -> Result<PushAnswer, GitError> {
    let pack = pack::write(objects, thin)
        .map_err(|error| transport.not_git(format!("the pack cannot be made: {error}")))?;
    tracing::debug!(
        repository = transport.repository,
        bytes = pack.len(),
        "pushing a pack"
    );
    let request = PacketWriter::default()
        .line(&format!(
            "{} {} {}\0 report-status side-band-64k agent={}",
            update.old,
            update.new,
            update.name,
            upload::agent()
        ))
        .flush()
        .raw(&pack)
        .finish();
    match transport.send(request).await {
        Ok(answer) => Ok(read_report(&transport.repository, &answer, &update.name)),
        Err(Lost::Unknown(failure)) => Ok(PushAnswer::Unknown { failure }),
        Err(Lost::Failed(error)) => Err(error),
    }
}

/// The report comes in the first side band as packets within packets; what hooks print comes in the second.
pub(super) fn read_report(repository: &str, answer: &[u8], name: &str) -> PushAnswer {
    let mut report = Vec::new();
    let mut said = Vec::new();
    let mut banded = true;
    for packet in Packets::new(answer) {
        let Ok(Packet::Data(data)) = packet else {
            continue;
        };
        match data.split_first() {
            Some((1, chunk)) => report.extend_from_slice(chunk),
            Some((2 | 3, chunk)) => said.extend_from_slice(chunk),
            // A server without side bands sends the report as it is.
            _ => banded = false,
        }
    }
    let report = if banded { &report } else { answer };
    let mut unpacked = None;
    let mut outcome = None;
    for packet in Packets::new(report) {
        let Ok(Packet::Data(data)) = packet else {
            continue;
        };
        let text = line(data);
        if let Some(result) = text.strip_prefix("unpack ") {
            unpacked = Some(result.to_owned());
        } else if text == format!("ok {name}") {
            outcome = Some(Ok(()));
        } else if let Some(reason) = text.strip_prefix(&format!("ng {name} ")) {
            outcome = Some(Err(reason.to_owned()));
        }
    }
    let reason = match (unpacked.as_deref(), outcome) {
        (Some("ok") | None, Some(Ok(()))) => return PushAnswer::Done,
        (_, Some(Err(reason))) => reason,
        (Some(problem), _) if problem != "ok" => problem.to_owned(),
        // No word about the ref: the connection broke on the way, or the server died.
        _ => {
            let problem = words(&said)
                .pop()
                .unwrap_or_else(|| "it did not say what became of the push".to_owned());
            return PushAnswer::Unknown {
                failure: GitError::NotGit {
                    repository: repository.to_owned(),
                    problem: crate::secret::redact(&problem),
                },
            };
        }
    };
    PushAnswer::Refused {
        reason: redact(&reason),
        said: words(&said),
    }
}

/// A server's words as lines: progress that was overwritten by a carriage return is dropped.
fn words(bytes: &[u8]) -> Vec<String> {
    redact(&String::from_utf8_lossy(bytes))
        .lines()
        .map(|line| {
            line.rsplit('\r')
                .next()
                .unwrap_or_default()
                .trim_end()
                .to_owned()
        })
        .filter(|line| !line.trim().is_empty())
        .take(MOST_LINES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banded(band: u8, bytes: &[u8]) -> Vec<u8> {
        let mut packet = format!("{:04x}", bytes.len() + 5).into_bytes();
        packet.push(band);
        packet.extend_from_slice(bytes);
        packet
    }

    fn report(lines: &[&str]) -> Vec<u8> {
        let mut writer = PacketWriter::default();
        for line in lines {
            writer.line(line);
        }
        writer.flush().finish()
    }

    #[test]
    fn what_the_server_says_of_the_ref_is_what_counts() {
        let name = "refs/heads/gh-pages";
        let read_report = |answer: &[u8], name| super::read_report("acme/charts", answer, name);
        let refused = |reason: &str, said: &[&str]| PushAnswer::Refused {
            reason: reason.to_owned(),
            said: said.iter().map(|line| (*line).to_owned()).collect(),
        };
        let ok = report(&["unpack ok\n", "ok refs/heads/gh-pages\n"]);
        let ng = report(&[
            "unpack ok\n",
            "ng refs/heads/gh-pages pre-receive hook declined\n",
        ]);
        let other = report(&["unpack ok\n", "ok refs/heads/other\n"]);
        let full = report(&[
            "unpack unable to write\n",
            "ng refs/heads/gh-pages unpacker error\n",
        ]);
        assert_eq!(read_report(&banded(1, &ok), name), PushAnswer::Done);
        assert_eq!(read_report(&ok, name), PushAnswer::Done);
        assert_eq!(
            read_report(
                &[banded(2, b"no releases\non Fridays\n"), banded(1, &ng)].concat(),
                name
            ),
            refused("pre-receive hook declined", &["no releases", "on Fridays"])
        );
        assert_eq!(
            read_report(&banded(1, &full), name),
            refused("unpacker error", &[])
        );
        for unknown in [
            banded(1, &other),
            Vec::new(),
            b"<html>".to_vec(),
            banded(3, b"died"),
        ] {
            assert!(
                matches!(read_report(&unknown, name), PushAnswer::Unknown { .. }),
                "{unknown:?}"
            );
        }
    }
}
