//! Which texts are timestamps: the four layouts of go-yaml's resolve.go, as Go's `time.Parse` takes them.

/// Whether go-yaml resolves a plain scalar to `!!timestamp`.
pub(super) fn is_timestamp(text: &str) -> bool {
    let mut reader = Reader(text.as_bytes());
    let Some((year, month, day)) = reader.date() else {
        return false;
    };
    if !(1..=12).contains(&month) || day < 1 || day > days_in(month, year) {
        return false;
    }
    match reader.0 {
        [] => true,
        [b'T' | b't', rest @ ..] => {
            let mut reader = Reader(rest);
            reader.clock().is_some() && reader.zone().is_some() && reader.0.is_empty()
        }
        [b' ', rest @ ..] => {
            // A space in a layout takes any number of spaces.
            let spaces = rest.iter().take_while(|byte| **byte == b' ').count();
            let mut reader = Reader(rest.get(spaces..).unwrap_or_default());
            reader.clock().is_some() && reader.0.is_empty()
        }
        _ => false,
    }
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn literal(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    fn digits(&mut self, least: usize, most: usize) -> Option<u32> {
        let mut value = 0;
        let mut count = 0;
        while count < most {
            match self.0.first() {
                Some(digit) if digit.is_ascii_digit() => {
                    value = value * 10 + u32::from(digit - b'0');
                    self.0 = self.0.get(1..)?;
                    count += 1;
                }
                _ => break,
            }
        }
        (count >= least).then_some(value)
    }

    fn date(&mut self) -> Option<(u32, u32, u32)> {
        let year = self.digits(4, 4)?;
        self.literal(b'-')?;
        let month = self.digits(1, 2)?;
        self.literal(b'-')?;
        let day = self.digits(1, 2)?;
        Some((year, month, day))
    }

    fn clock(&mut self) -> Option<()> {
        let hour = self.digits(1, 2)?;
        self.literal(b':')?;
        let minute = self.digits(1, 2)?;
        self.literal(b':')?;
        let second = self.digits(1, 2)?;
        // A fraction may follow, behind a point or a comma.
        if let [b'.' | b',', digit, ..] = self.0
            && digit.is_ascii_digit()
        {
            self.0 = self.0.get(1..)?;
            while let Some(digit) = self.0.first()
                && digit.is_ascii_digit()
            {
                self.0 = self.0.get(1..)?;
            }
        }
        (hour < 24 && minute < 60 && second < 60).then_some(())
    }

    fn zone(&mut self) -> Option<()> {
        match self.0 {
            [b'Z', rest @ ..] => {
                self.0 = rest;
                Some(())
            }
            [b'+' | b'-', rest @ ..] => {
                self.0 = rest;
                let hours = self.digits(2, 2)?;
                self.literal(b':')?;
                let minutes = self.digits(2, 2)?;
                (hours <= 24 && minutes <= 60).then_some(())
            }
            _ => None,
        }
    }
}

fn days_in(month: u32, year: u32) -> u32 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
