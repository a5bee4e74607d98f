//! Paths in tokens that have no syntax of their own: the words of a macro or an attribute.

use super::scan::{Scan, word};
use proc_macro2::{TokenStream, TokenTree};

impl Scan<'_> {
    pub fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => self.quoted(&syn::Lit::new(literal.clone())),
                TokenTree::Ident(first) if at < 2 || !colons(&tokens[at - 2..]) => {
                    let mut path = vec![word(first)];
                    while colons(&tokens[at + 1..])
                        && let Some(TokenTree::Ident(next)) = tokens.get(at + 3)
                    {
                        path.push(word(next));
                        at += 3;
                    }
                    self.path(path, first.span());
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A path in a text, as serde takes it: `with = "crate::base::epoch"`.
    fn quoted(&mut self, literal: &syn::Lit) {
        if let syn::Lit::Str(text) = literal
            && let Ok(path) = text.parse_with(syn::Path::parse_mod_style)
        {
            self.path(path.segments.iter().map(|segment| word(&segment.ident)).collect(), text.span());
        }
    }
}

/// Whether tokens begin with `::`.
fn colons(tokens: &[TokenTree]) -> bool {
    let colon = |token: &TokenTree| matches!(token, TokenTree::Punct(sign) if sign.as_char() == ':');
    tokens.len() >= 2 && tokens[..2].iter().all(colon)
}
